/** Files: the last known configuration and the POP's key. */
@NullMarked
package io.culvert.gateway.adapter.file;

import org.jspecify.annotations.NullMarked;
