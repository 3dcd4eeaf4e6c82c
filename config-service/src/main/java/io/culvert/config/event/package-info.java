/** Kafka in and out: the outbox relay and the local copy of tunnel status. */
@NullMarked
package io.culvert.config.event;

import org.jspecify.annotations.NullMarked;
