/**
 * A Kafka broker and a PostgreSQL database inside the test's process, for this module and others.
 */
@NullMarked
package io.culvert.outbox.testing;

import org.jspecify.annotations.NullMarked;
