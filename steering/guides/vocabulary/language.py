"""Words about text, codes, truth and kinship."""

__all__ = ["LANGUAGE"]

LANGUAGE = {
    "text": (
        "abbreviation; acronym; alphabetical; alphabetically; anagram; article; ascii; bracket; "
        "brackets; camel case; capital letter; capitalise; capitalize; character; characters; "
        "ciphertext; comma; comma-separated; consonant; csv line; date format; digits in; "
        "duplicates; email address; encode; extension; file name; filename; haiku; hashtag; "
        "hyphen; identifier; initials; json; letter; line; line of; lines; log; log line; "
        "lowercase; lowercase letters; markdown; message; morse; name; names; occur; occurrence; "
        "palindrome; palindromic; paragraph below; phone number; phrase; prefix; punctuation; "
        "python; quotation; quote; regular expression; repeated letters; run-length; runs; "
        "sentence; sentence start; space; spaces; spell; spelling; string; string in; "
        "strings are; substring; suffix; surname; syllable; symbol; symbols; text; the word; "
        "title; title case; tokens; tweet; uppercase; url; vowel; vowels; whitespace; word; "
        "words in"
    ),
    "text work": (
        "alphabetical order; anagrams; appear; backwards; between the quotes; camel case; "
        "capital; capitalise; case; character of; characters has; collapse; consonants; contain; "
        "contains; convert; count; decode; distinct; distinct words; double the last; "
        "drop the first; duplicate; duplicates; edits to; encode; end with; ends with; "
        "every other; every second letter; every third; extract; filter; first letter; "
        "first of each; first three characters; format; frequency; how many characters; "
        "how many letters; how many times; how many vowels; how many words; how often; "
        "identifiers; in alphabetical; in reverse; insert; into camel; is _ a palindrome; join; "
        "keeping; last letter; last three; letter appears; letters in; list all; longest word; "
        "lowercase; mask; mention; most frequent; most often; move the; number of; occur; occurs; "
        "pad; parse; position of; put; rearrange; regardless of case; remove; rename; replace; "
        "replace every; reverse; rewrite the string; score of; shortest word; snake case; sort; "
        "spell backwards; split; start with; starts with; strip; swap; take the string; tally; "
        "trim; truncate; underscores; unique; uppercase; valid; vowels; which letter; which word"
    ),
    "cipher": (
        "affine; anagram; atbash; bike lock; caesar; candidate; cipher; ciphertext; clues; code; "
        "code is; combination; combination lock; combination to; correct but; crack; "
        "crossword clue; decipher; deciphered; decode; decrypt; digits; each letter; encoded; "
        "encrypt; encrypted; encryption; english word; excluded; find a word; fit the pattern; "
        "five-letter; from the letters; guess; guessed; hangman; hash; hidden message; "
        "hidden word; in its place; jumble; jumbled; key; key is; keyword; letter values; "
        "letters of; license plate; lock; mastermind; morse; nothing is right; one letter; "
        "out of the letters; passcode; password; pattern; pin; plain text; plaintext; "
        "puzzle word; rail fence; rearrange the letters; replaced by another; right but; "
        "right place; right places; right position; rot; rot13; safe; scramble; scrambled; "
        "secret; shift; spelled with; spy; substitution; transposition; unscramble; "
        "using all the letters; vault; vigenere; what does it say; which word; word ladder; "
        "word that; wordle; words that; wrong place; wrong places; wrong position"
    ),
    "logic": (
        "accuse; alibi; all p are; alternates; always lies; always tell; and; are false; "
        "are true; argument; assertion; at least one of us; boolean; both; box holds; broke the; "
        "carry inscriptions; chest; claim; conclude; conclusion; confess; consistent; "
        "contradiction; culprit; denies; door; doors; either; equivalent; everybody there; "
        "exactly one statement; false; follows; formula; guard; guilty; hence; honest; "
        "i did not do it; if and only if; if it rains; implies; inconsistent; inhabitants; "
        "innocent; inscription; inscriptions; is false; is here; is in the; is lying; "
        "is not here; is true; islanders; it follows; knave; knight; liar; lie; logical; "
        "logically; lying; murderer; not both; only if; only one statement; or we; premise; "
        "prisoner; proposition; robber; rows of the truth; satisfiable; satisfied; says; sign; "
        "signs; some; spy; statement; stole; suspect; tautology; tells the truth; therefore; "
        "thief; treasure; true; truth; truth table; truth teller; truthful; unless; valid; "
        "valid argument; we go; who did it; who was it; xor"
    ),
    "relations": (
        "ancestor; aunt; boss; brother; brother's; brother-in-law; child of; children; cousin; "
        "daughter; descendants; family tree; father; father's; generation; granddaughter; "
        "grandfather; grandfather's; grandmother; grandparent; grandson; great-grandmother; "
        "half-brother; husband; in-law; manager; married; married to; mother; mother's; "
        "mother-in-law; nephew; nephews; niece; only daughter; only son; parent; photo; pointing; "
        "related; related to; relative; reports to; sibling; sister; sister's; sister-in-law; "
        "son; stepmother; supervises; twin; uncle; uncle's; wife"
    ),
}
