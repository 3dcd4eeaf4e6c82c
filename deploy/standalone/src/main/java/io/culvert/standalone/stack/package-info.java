/** Brings the whole system up in order, and down again. */
@NullMarked
package io.culvert.standalone.stack;

import org.jspecify.annotations.NullMarked;
