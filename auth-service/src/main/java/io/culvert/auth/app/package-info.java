/** The use cases and the port they need. */
@NullMarked
package io.culvert.auth.app;

import org.jspecify.annotations.NullMarked;
