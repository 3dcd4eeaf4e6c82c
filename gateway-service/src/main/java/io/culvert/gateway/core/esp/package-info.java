/** ESP in tunnel mode (RFC 4303): seal and open, replay windows, and the database of SAs. */
@NullMarked
package io.culvert.gateway.core.esp;

import org.jspecify.annotations.NullMarked;
