/** A tenant's authentication settings, bypass rules and network locations; free of frameworks. */
@NullMarked
package io.culvert.auth.domain;

import org.jspecify.annotations.NullMarked;
