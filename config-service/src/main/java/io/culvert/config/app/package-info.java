/** The use cases, and the ports through which they reach storage, secrets and status. */
@NullMarked
package io.culvert.config.app;

import org.jspecify.annotations.NullMarked;
