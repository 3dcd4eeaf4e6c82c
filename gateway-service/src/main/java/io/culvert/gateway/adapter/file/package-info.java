/** Files: the last known configuration, the POP's key, and the secret of crash tokens. */
@NullMarked
package io.culvert.gateway.adapter.file;

import org.jspecify.annotations.NullMarked;
