/** Bounds-checked reading and writing of octets, and the number registries of IKEv2 as enums. */
@NullMarked
package io.culvert.gateway.core.wire;

import org.jspecify.annotations.NullMarked;
