/** Kafka: configuration in, events out. */
@NullMarked
package io.culvert.gateway.adapter.kafka;

import org.jspecify.annotations.NullMarked;
