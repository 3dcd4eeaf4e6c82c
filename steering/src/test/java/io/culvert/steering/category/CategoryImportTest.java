package io.culvert.steering.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoryImportTest {
  @TempDir private Path folder;
  private Path lists;
  private Path target;

  @BeforeEach
  void makeFolders() throws IOException {
    lists = Files.createDirectory(folder.resolve("lists"));
    target = Files.createDirectory(folder.resolve("out")).resolve("categories.bin");
  }

  @Test
  void aFolderForEachCategoryIsRead() throws IOException {
    put("health/domains", "# who is well", "", "clinic.example", "https://www.doctor.example/");
    put("health/urls", "other.example/page");
    put("health/usage", "black");
    put("games/domains", ".play.example # fun", "*.chess.example\r", "CLINIC.example.", "b:ad:x");
    put("games/board/domains", "go.example");
    put("README", "read.me.example");
    ImportReport report = run(lists);
    assertThat(report).isEqualTo(new ImportReport(7, 5, 3, 1, 1, 0, 0, List.of()));
    CategoryIndex index = CategoryIndex.open(target);
    assertThat(index.names()).containsExactly("games", "games/board", "health");
    assertThat(index.categoriesOf("clinic.example")).containsExactlyInAnyOrder("health", "games");
    assertThat(index.categoriesOf("www.play.example")).containsExactly("games");
    assertThat(index.categoriesOf("chess.example")).containsExactly("games");
    assertThat(index.categoriesOf("go.example")).containsExactly("games/board");
    assertThat(index.categoriesOf("other.example")).isEmpty();
    assertThat(index.categoriesOf("read.me.example")).isEmpty();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    put("health/domains", "clinic.example");
    Path secret = Files.writeString(folder.resolve("secret"), "secret.example\n");
    Files.createSymbolicLink(lists.resolve("alias"), lists.resolve("health"));
    Files.createSymbolicLink(lists.resolve("loop"), lists);
    Files.createDirectory(lists.resolve("linked"));
    Files.createSymbolicLink(lists.resolve("linked/domains"), secret);
    assertThat(run(lists).domains()).isEqualTo(1);
    assertThat(CategoryIndex.open(target).names()).containsExactly("health");
  }

  @Test
  void addressesAndPagesAreLeftOutAndCounted() throws IOException {
    put(
        "mixed/domains",
        "192.0.2.7",
        "http://192.0.2.7:8080/",
        "2001:db8::1",
        "[2001:db8::1]",
        "big.example/one/page",
        "http://big.example/?q",
        "small.example:8443");
    assertThat(run(lists)).isEqualTo(new ImportReport(7, 1, 1, 0, 4, 2, 0, List.of()));
    CategoryIndex index = CategoryIndex.open(target);
    assertThat(index.categoriesOf("big.example")).isEmpty();
    assertThat(index.categoriesOf("small.example")).containsExactly("mixed");
  }

  @Test
  void badLinesAreCountedAndTheFirstAreShown() throws IOException {
    List<String> lines = new ArrayList<>(List.of("good.example", "com", "no name\u0007"));
    lines.add("x".repeat(5_000));
    for (int i = 0; i < 20; i++) {
      lines.add("a..b" + i);
    }
    put("health/domains", lines.toArray(String[]::new));
    ImportReport report = run(lists);
    assertThat(report.badLines()).isEqualTo(23);
    assertThat(report.firstBad()).hasSize(10);
    assertThat(report.firstBad().subList(0, 3))
        .containsExactly(
            new ImportReport.BadLine(
                "health/domains", 2, "'com' needs at least two labels, such as example.com"),
            new ImportReport.BadLine("health/domains", 3, "'no name?' is no domain name"),
            new ImportReport.BadLine("health/domains", 4, "is too long"));
    assertThat(CategoryIndex.open(target).categoriesOf("example.com")).isEmpty();
  }

  @Test
  void aCsvFileIsRead() throws IOException {
    Path csv =
        put(
            "list.csv",
            "\uFEFFDomain,Category",
            "clinic.example,Health",
            "\"pharmacy.example\", \"Health\"",
            "clinic.example,health",
            "clinic.example,Shopping",
            "no-category.example",
            "stray.example,\"Health",
            "odd.example,a;b",
            "play.example,Games, and,more");
    ImportReport report = run(csv);
    assertThat(report.domains()).isEqualTo(2);
    assertThat(report.repeated()).isEqualTo(2);
    assertThat(report.firstBad())
        .extracting(ImportReport.BadLine::line)
        .containsExactly(6L, 7L, 8L, 9L);
    CategoryIndex index = CategoryIndex.open(target);
    assertThat(index.names()).containsExactly("Health", "Shopping");
    assertThat(index.categoriesOf("clinic.example"))
        .containsExactlyInAnyOrder("Health", "Shopping");
    assertThat(index.categoriesOf("pharmacy.example")).containsExactly("Health");
  }

  @Test
  void manyNamesAreAllFoundAndNoOther() throws IOException {
    Random random = new Random(7);
    Map<String, Set<String>> expected = new HashMap<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      String name = "n" + random.nextInt(40_000) + ".d" + random.nextInt(3) + ".example";
      String category = "c" + random.nextInt(12);
      expected.computeIfAbsent(name, _ -> new HashSet<>()).add(category);
      lines.add(name + "," + category);
    }
    ImportReport report = run(put("list.csv", lines.toArray(String[]::new)));
    assertThat(report.domains()).isEqualTo(expected.size());
    CategoryIndex index = CategoryIndex.open(target);
    assertThat(index.domains()).isEqualTo(expected.size());
    for (int i = 0; i < 40_000; i++) {
      for (int d = 0; d < 3; d++) {
        String name = "n" + i + ".d" + d + ".example";
        assertThat(index.categoriesOf(name)).isEqualTo(expected.getOrDefault(name, Set.of()));
      }
    }
  }

  @Test
  void namesAboveListedOnesAreNeitherCountedNorOfACategory() throws IOException {
    put("blogs/domains", "one.host.example", "two.host.example", "a.b.c.d.deep.example");
    put("hosting/domains", "deep.example", "c.d.deep.example");
    assertThat(run(lists)).isEqualTo(new ImportReport(5, 5, 2, 0, 0, 0, 0, List.of()));
    CategoryIndex index = CategoryIndex.open(target);
    assertThat(index.domains()).isEqualTo(5);
    assertThat(index.categoriesOf("host.example")).isEmpty();
    assertThat(index.categoriesOf("three.host.example")).isEmpty();
    assertThat(index.categoriesOf("x.two.host.example")).containsExactly("blogs");
    assertThat(index.categoriesOf("x.d.deep.example")).containsExactly("hosting");
    assertThat(index.categoriesOf("b.c.d.deep.example")).containsExactly("hosting");
    assertThat(index.categoriesOf("z.a.b.c.d.deep.example")).containsExactly("blogs");
  }

  @Test
  void anImportThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    put("health/domains", "clinic.example");
    run(lists);
    Path empty = put("empty.csv", "# nothing");
    assertThatThrownBy(() -> run(empty)).hasMessage(empty + " lists no domain");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> run(missing)).hasMessage(missing + " is not there");
    assertThat(CategoryIndex.open(target).categoriesOf("clinic.example")).isNotEmpty();
    try (Stream<Path> left = Files.list(target.getParent())) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void anIndexInUseOutlivesItsReplacement() throws IOException {
    put("health/domains", "clinic.example");
    run(lists);
    CategoryIndex old = CategoryIndex.open(target);
    put("health/domains", "doctor.example");
    run(lists);
    assertThat(old.categoriesOf("clinic.example")).containsExactly("health");
    assertThat(CategoryIndex.open(target).categoriesOf("clinic.example")).isEmpty();
  }

  @Test
  void theTargetMustBeAFileInAFolderThatIsThere() throws IOException {
    put("health/domains", "clinic.example");
    target = folder.resolve("no/such.bin");
    assertThatThrownBy(() -> run(lists)).hasMessageContaining("must be a file in a folder");
    target = lists;
    assertThatThrownBy(() -> run(lists)).hasMessageContaining("must be a file in a folder");
  }

  private ImportReport run(Path from) throws IOException {
    return CategoryImport.run(from, target, new Random(1), _ -> {});
  }

  private Path put(String name, String... lines) throws IOException {
    Path file = lists.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, List.of(lines));
  }
}
