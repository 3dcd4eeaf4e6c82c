package io.culvert.auth.store;

import io.culvert.steering.category.CategoryIndex;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The web categories there are: those of the operator's file, or the built-in ones. */
@Singleton
class CategoryFile {
  private static final Logger LOG = Logger.getLogger(CategoryFile.class);

  /** Opens the file; with one that cannot be read, the service goes on without categories. */
  @Produces
  @Singleton
  @Startup
  static CategoryIndex open(
      @ConfigProperty(name = "culvert.auth.categories-file") Optional<Path> file) {
    if (file.isEmpty()) {
      return CategoryIndex.builtIn();
    }
    try {
      CategoryIndex index = CategoryIndex.open(file.get());
      LOG.infof(
          "web categories: %d domains in %d categories from %s",
          index.domains(), index.names().size(), file.get());
      return index;
    } catch (IOException e) {
      LOG.errorf("web categories: there are none, for %s", e.getMessage());
      return CategoryIndex.none();
    }
  }
}
