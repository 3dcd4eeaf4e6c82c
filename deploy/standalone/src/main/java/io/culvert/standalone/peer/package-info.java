/** The router at a customer's site, as a real one: strongSwan in a namespace. */
@NullMarked
package io.culvert.standalone.peer;

import org.jspecify.annotations.NullMarked;
