# Rasa: Python 3.10 with the packages of locks/rasa.lock. tensorflow-cpu 2.12 exists for x86-64 only.
FROM python:3.10-slim-bookworm AS packages

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY locks/rasa-build.lock locks/rasa.lock /locks/
RUN /opt/venv/bin/pip install --no-deps --require-hashes -r /locks/rasa-build.lock
RUN /opt/venv/bin/pip install --no-deps --require-hashes --no-build-isolation -r /locks/rasa.lock


FROM python:3.10-slim-bookworm

RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin motcua \
    && mkdir -p /app/var && chown motcua:motcua /app/var
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY config.yml domain.yml endpoints.yml credentials.yml ./
COPY nlu/ nlu/
# The tables of places, which nlu reads.
COPY knowledge/content/units/ knowledge/content/units/

ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=2 MPLCONFIGDIR=/tmp
USER motcua
VOLUME /app/var
CMD ["python", "-m", "nlu.engine", "run"]
