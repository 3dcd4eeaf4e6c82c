/** Web categories of host names: the file they are looked up in, and how it is made. */
@NullMarked
package io.culvert.steering.category;

import org.jspecify.annotations.NullMarked;
