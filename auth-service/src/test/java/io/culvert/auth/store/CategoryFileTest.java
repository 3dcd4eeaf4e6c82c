package io.culvert.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.steering.category.CategoryImport;
import io.culvert.steering.category.CategoryIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoryFileTest {
  @TempDir private Path folder;

  @Test
  void withoutAFileTheBuiltInCategoriesAreThere() {
    assertThat(CategoryFile.open(Optional.empty())).isSameAs(CategoryIndex.builtIn());
  }

  @Test
  void aFileThatCannotBeReadLeavesNoCategories() throws IOException {
    Path list = Files.writeString(folder.resolve("list.csv"), "clinic.example,Clinics\n");
    Path file = folder.resolve("categories.bin");
    CategoryImport.run(list, file, new SecureRandom(), _ -> {});
    assertThat(CategoryFile.open(Optional.of(file)).names()).containsExactly("Clinics");
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    assertThat(CategoryFile.open(Optional.of(file)).names()).isEmpty();
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThat(CategoryFile.open(Optional.of(file)).names()).isEmpty();
  }
}
