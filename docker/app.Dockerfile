# Front door, action server and knowledge: Python 3.11 with the packages of locks/torch.lock and locks/app.lock.
FROM python:3.11-slim-bookworm AS packages

# The CPU build of torch comes from docker/wheels/ or from an index given here; the lock's hashes admit no other build.
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY locks/torch.lock locks/app.lock /locks/
COPY docker/wheels/ /wheels/
RUN /opt/venv/bin/pip install --no-deps --require-hashes --find-links /wheels -r /locks/torch.lock
RUN /opt/venv/bin/pip install --no-deps --require-hashes -r /locks/app.lock


FROM python:3.11-slim-bookworm

RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin motcua \
    && mkdir -p /app/var && chown motcua:motcua /app/var
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY nlu/ nlu/
COPY knowledge/ knowledge/
COPY actions/ actions/
COPY bot/ bot/

ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 RASA_TELEMETRY_ENABLED=false
USER motcua
VOLUME /app/var
CMD ["python", "-m", "bot", "serve"]
