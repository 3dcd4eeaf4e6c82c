/** Chooses a proposal out of an offered SA payload, and builds offers. */
@NullMarked
package io.culvert.gateway.core.ike.proposal;

import org.jspecify.annotations.NullMarked;
