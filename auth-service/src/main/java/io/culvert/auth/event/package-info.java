/** The outbox relay and the copies of topics. */
@NullMarked
package io.culvert.auth.event;

import org.jspecify.annotations.NullMarked;
