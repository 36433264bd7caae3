/* Reading aloud, where the browser has a Vietnamese voice; without one nothing is offered. */
const speech = window.speechSynthesis;

function vietnameseVoice() {
  return speech ? speech.getVoices().find((voice) => /^vi\b/i.test(voice.lang)) : null;
}

function whenVoiceIsKnown(then) {
  if (!speech) return;
  then();
  if (speech.addEventListener) speech.addEventListener("voiceschanged", then);
}

/* Read `text`; return the utterance, so that its end can be shown. Pressing again stops. */
function readAloud(text) {
  if (speech.speaking) { speech.cancel(); return null; }
  const spoken = new SpeechSynthesisUtterance(text.replace(/https?:\/\/\S+/g, "").replace(/^- /gm, ""));
  spoken.lang = "vi-VN";
  spoken.voice = vietnameseVoice();
  spoken.rate = 0.95;
  speech.speak(spoken);
  return spoken;
}
