/** Clients of the services' REST interfaces, as a user of the stack would write them. */
@NullMarked
package io.culvert.standalone.api;

import org.jspecify.annotations.NullMarked;
