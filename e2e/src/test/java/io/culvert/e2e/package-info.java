/** End-to-end tests with real peers. */
@NullMarked
package io.culvert.e2e;

import org.jspecify.annotations.NullMarked;
