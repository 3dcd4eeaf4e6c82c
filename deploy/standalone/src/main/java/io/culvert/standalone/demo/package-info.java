/** The demonstration: a branch router with a user behind it, and a web site to reach. */
@NullMarked
package io.culvert.standalone.demo;

import org.jspecify.annotations.NullMarked;
