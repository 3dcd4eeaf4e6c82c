/** What a host's web connection asks for, read without answering it, and what becomes of it. */
@NullMarked
package io.culvert.gateway.core.steer;

import org.jspecify.annotations.NullMarked;
