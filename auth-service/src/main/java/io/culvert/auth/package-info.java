/** The auth service. */
@NullMarked
package io.culvert.auth;

import org.jspecify.annotations.NullMarked;
