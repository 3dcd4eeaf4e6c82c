/** The REST interface: resources, their JSON shapes and their errors. */
@NullMarked
package io.culvert.auth.api;

import org.jspecify.annotations.NullMarked;
