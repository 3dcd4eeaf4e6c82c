/** The outbox relay's life and health. */
@NullMarked
package io.culvert.auth.event;

import org.jspecify.annotations.NullMarked;
