/** One IKE SA with its children, message-ID window and timers. */
@NullMarked
package io.culvert.gateway.core.ike.sa;

import org.jspecify.annotations.NullMarked;
