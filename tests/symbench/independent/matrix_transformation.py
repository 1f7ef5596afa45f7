"""A second judge of matrix_transformation."""


def check(payload, answer):
    """Looks every cell up by its index: row r, column c comes from row last - c, column r."""
    matrix = payload["matrix"]
    cells = [cell.strip() for cell in answer.split(",")]
    height, width = len(matrix), len(matrix[0])
    if len(cells) != height * width:
        return False
    return all(cell == matrix[height - 1 - i % height][i // height] for i, cell in enumerate(cells))


def plain(answer):
    return "," in answer and not set(answer) & set("[]()")
