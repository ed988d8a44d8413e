package dev.podo.machinery.validation;

import java.util.function.IntPredicate;

/// The classes of ASCII characters that names are made of.
final class Characters {
  private Characters() {}

  static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  static boolean isLowerLetter(int character) {
    return character >= 'a' && character <= 'z';
  }

  static boolean isAlphanumeric(int character) {
    return isLowerLetter(character) || isDigit(character) || (character >= 'A' && character <= 'Z');
  }

  /// Of a DNS label.
  static boolean isLabelCharacter(int character) {
    return isLowerLetter(character) || isDigit(character) || character == '-';
  }

  /// Of a qualified name or a key.
  static boolean isNameCharacter(int character) {
    return isAlphanumeric(character) || character == '-' || character == '_' || character == '.';
  }

  static boolean all(String value, IntPredicate allowed) {
    return value.chars().allMatch(allowed);
  }
}
