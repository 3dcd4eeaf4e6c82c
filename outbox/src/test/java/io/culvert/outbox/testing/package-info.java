/**
 * A Kafka broker and a PostgreSQL database for the tests of this module and others: embedded, or in
 * containers.
 */
@NullMarked
package io.culvert.outbox.testing;

import org.jspecify.annotations.NullMarked;
