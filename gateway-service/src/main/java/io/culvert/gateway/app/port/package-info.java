/**
 * What the application asks of the world outside: events out, the last known configuration kept.
 */
@NullMarked
package io.culvert.gateway.app.port;

import org.jspecify.annotations.NullMarked;
