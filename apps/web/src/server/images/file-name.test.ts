import { describe, expect, it } from 'vitest'
import { cleanFileName, contentDisposition, downloadName } from './file-name.ts'

describe('cleaning a file name', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['holiday/2024/photo.jpg', 'photo.jpg'],
    ['C:\\Users\\me\\photo.jpg', 'photo.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['..', 'untitled'],
    ['', 'untitled'],
    ['  ', 'untitled'],
    ['a\u0000b\r\nc.png', 'abc.png'],
    ['annex\u202egpj.exe', 'annexgpj.exe'],
    ['cafe\u0301.jpg', 'caf\u00e9.jpg'],
    ['写真 1.heic', '写真 1.heic'],
    ['half\ud83d.png', 'half.png'],
    ['folder/', 'folder'],
  ])('reads %j as %j', (raw, clean) => {
    expect(cleanFileName(raw)).toBe(clean)
  })

  it('shortens a name of any length, keeping its extension', () => {
    const short = cleanFileName(`${'x'.repeat(5000)}.jpeg`)
    expect(short).toHaveLength(200)
    expect(short).toMatch(/x\.jpeg$/)
  })
})

describe('the name of a download', () => {
  it.each([
    ['photo.JPG', 'image/jpeg', 'photo.JPG'],
    ['photo.jpg', 'image/png', 'photo.jpg.png'],
    ['scan', 'image/tiff', 'scan.tif'],
    ['report.pdf (page 2)', 'application/pdf', 'report.pdf'],
    ['walk.mp4 (at 0:42)', 'video/mp4', 'walk.mp4'],
    ['walk.txt (at 1:02:05)', 'video/mp4', 'walk.txt.mp4'],
    ['thing.bin', 'application/octet-stream', 'thing.bin'],
  ])('%s as %s is saved as %s', (fileName, mediaType, saved) => {
    expect(downloadName(fileName, mediaType)).toBe(saved)
  })
})

describe('content-disposition', () => {
  it('gives a plain name and the true one beside it', () => {
    expect(contentDisposition('attachment', 'naïve "plan" (1).png')).toBe(
      'attachment; filename="na_ve _plan_ (1).png"; filename*=UTF-8\'\'na%C3%AFve%20%22plan%22%20%281%29.png',
    )
  })

  it('can be a header whatever the name holds', () => {
    const value = contentDisposition('inline', '写真\ud83d;\r\nset-cookie: a=b.jpg')
    expect(new Headers({ 'content-disposition': value }).get('content-disposition')).toBe(value)
  })
})
