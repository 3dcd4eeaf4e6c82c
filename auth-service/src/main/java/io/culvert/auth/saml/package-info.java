/** SAML 2.0 service provider: documents in, verified facts out. No sockets, clocks or storage. */
@NullMarked
package io.culvert.auth.saml;

import org.jspecify.annotations.NullMarked;
