/** The cryptography of IKEv2: PRF, key exchange, key derivation and the protection of messages. */
@NullMarked
package io.culvert.gateway.core.ike.crypto;

import org.jspecify.annotations.NullMarked;
