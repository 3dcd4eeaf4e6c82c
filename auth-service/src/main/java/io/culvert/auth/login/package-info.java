/** Tickets of gateways in, grants for them out, and the keys of both (docs/adr/0014). */
@NullMarked
package io.culvert.auth.login;

import org.jspecify.annotations.NullMarked;
