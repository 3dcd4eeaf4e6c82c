/** Micro-benchmarks and side-by-side scenario benchmarks. */
@NullMarked
package io.culvert.bench;

import org.jspecify.annotations.NullMarked;
