/** The payloads of IKEv2, one record each with its codec beside it. */
@NullMarked
package io.culvert.gateway.core.ike.payload;

import org.jspecify.annotations.NullMarked;
