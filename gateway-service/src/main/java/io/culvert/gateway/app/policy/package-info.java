/** Which tunnels this gateway serves, and who may bring one up. */
@NullMarked
package io.culvert.gateway.app.policy;

import org.jspecify.annotations.NullMarked;
