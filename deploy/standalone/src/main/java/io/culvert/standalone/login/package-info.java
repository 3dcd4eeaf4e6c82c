/** Users of a running stack and how they log in. */
@NullMarked
package io.culvert.standalone.login;

import org.jspecify.annotations.NullMarked;
