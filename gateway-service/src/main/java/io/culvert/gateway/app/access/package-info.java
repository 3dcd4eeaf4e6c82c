/** Which hosts may pass: authentication settings, log-ins and sessions. */
@NullMarked
package io.culvert.gateway.app.access;

import org.jspecify.annotations.NullMarked;
