/** Kafka Streams: records in, statuses and dead letters out. */
@NullMarked
package io.culvert.status.event;

import org.jspecify.annotations.NullMarked;
