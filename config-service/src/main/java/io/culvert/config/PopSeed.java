package io.culvert.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.PopReader;
import io.culvert.config.app.PopService;
import io.culvert.config.config.ConfigServiceConfig;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.RefusedException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes the POPs of a catalogue where there is none yet: a JSON list of POPs, each as the operator
 * would send it to {@code /api/v2/pops}. The catalogue that comes with the service has real places
 * and addresses of the documentation networks.
 */
@ApplicationScoped
class PopSeed {
  private static final Logger LOG = Logger.getLogger(PopSeed.class);
  private static final String OWN = "/pops.json";

  private final ConfigServiceConfig config;
  private final PopService pops;

  PopSeed(ConfigServiceConfig config, PopService pops) {
    this.config = config;
    this.pops = pops;
  }

  void onStart(@Observes StartupEvent event) throws Throwable {
    if (config.popCatalogue().isEmpty() && !config.exampleCatalogue()) {
      return;
    }
    List<PopSettings> catalogue = catalogue();
    int made =
        VertxContextSupport.subscribeAndAwait(() -> AtStart.patiently(() -> pops.seed(catalogue)));
    LOG.infof("%d POPs made from the catalogue, of %d in it", made, catalogue.size());
  }

  private List<PopSettings> catalogue() {
    try {
      return read();
    } catch (IllegalStateException e) {
      // Quarkus prints the message, without a trace, and ends.
      throw new ConfigurationException(e.getMessage());
    }
  }

  private List<PopSettings> read() {
    String name = config.popCatalogue().map(Object::toString).orElse("the example catalogue");
    try (InputStream in = open()) {
      JsonNode list = new ObjectMapper().readTree(in);
      List<PopSettings> read = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        read.add(pop(list.get(i), name + ", entry " + (i + 1)));
      }
      return read;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the POPs of " + name + ": " + e, e);
    }
  }

  private InputStream open() throws IOException {
    return config.popCatalogue().isPresent()
        ? Files.newInputStream(config.popCatalogue().get())
        : Objects.requireNonNull(PopSeed.class.getResourceAsStream(OWN));
  }

  private static PopSettings pop(JsonNode entry, String where) {
    if (!(entry instanceof ObjectNode json)) {
      throw new IllegalStateException(where + " is not a JSON object");
    }
    try {
      return PopReader.read(json, null);
    } catch (RefusedException e) {
      throw new IllegalStateException(
          e.violations().stream()
              .map(v -> v.field() + " " + v.message())
              .collect(Collectors.joining("; ", where + ": ", "")));
    }
  }
}
