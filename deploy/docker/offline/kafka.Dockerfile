# Kafka of its Maven artifacts, set by the same variables as the official image.
ARG JDK_IMAGE
FROM ${JDK_IMAGE}
RUN useradd --uid 1000 --user-group appuser \
 && install -d -o appuser -g appuser /var/lib/kafka/data /opt/kafka
COPY kafka /opt/kafka/libs
COPY kafka.sh /opt/kafka/run.sh
USER appuser
EXPOSE 9092
CMD ["bash", "/opt/kafka/run.sh"]
