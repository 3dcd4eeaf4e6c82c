/** The Kafka events of the system as records, with their topics, keys and wire form. */
@NullMarked
package io.culvert.contract;

import org.jspecify.annotations.NullMarked;
