/** Proves and checks who the two ends are: identities and AUTH values. */
@NullMarked
package io.culvert.gateway.core.ike.auth;

import org.jspecify.annotations.NullMarked;
