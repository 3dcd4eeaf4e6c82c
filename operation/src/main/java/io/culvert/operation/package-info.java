/**
 * What every service tells its operators in the same way: outages in one sentence, shared figures.
 */
@NullMarked
package io.culvert.operation;

import org.jspecify.annotations.NullMarked;
