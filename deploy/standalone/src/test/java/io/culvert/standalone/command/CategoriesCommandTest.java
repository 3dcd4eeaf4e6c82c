package io.culvert.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.steering.category.CategoryIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CategoriesCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      new CommandLine(new CategoriesCommand())
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @Test
  void aFolderBecomesAFileAndWhatWasLeftOutIsSaid() throws IOException {
    Path lists = folder.resolve("lists");
    Path health = Files.createDirectories(lists.resolve("health"));
    Files.writeString(health.resolve("domains"), "clinic.example\n192.0.2.7\na..b\n");
    Path to = folder.resolve("categories.bin");
    int status = line.execute("import", "--from", lists.toString(), "--to", to.toString());
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("1 domains in 1 categories")
        .contains("1 addresses, 0 pages, 1 bad lines")
        .contains("health/domains, line 3: 'a..b' is no domain name");
    assertThat(CategoryIndex.open(to).categoriesOf("clinic.example")).containsExactly("health");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(line.execute("import", "--from", "lists")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--to=FILE");
    assertThat(line.execute()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("COMMAND");
  }

  @Test
  void helpNamesBothKindsOfLists() {
    assertThat(line.execute("import", "--help")).isZero();
    assertThat(out.toString()).contains("UT1").contains("CSV");
  }
}
