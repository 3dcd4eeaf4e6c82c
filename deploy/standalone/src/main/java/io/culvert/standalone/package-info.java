/** The one-command launcher: the whole system on one machine. */
@NullMarked
package io.culvert.standalone;

import org.jspecify.annotations.NullMarked;
