/** The steering proxy's use case: answers to hosts that must log in, and the ports it needs. */
@NullMarked
package io.culvert.gateway.app.steering;

import org.jspecify.annotations.NullMarked;
